//! Roles (角色) and departments (部门) of requirements §3.1.

use crate::words::words;

words! {
    /// What a person does here, as the code of §3.1.
    Role {
        /// Owner (业主), prospective owners included.
        Owner = "own",
        /// Customer-service agent or butler (客服专员、管家).
        Agent = "agt",
        /// Repair engineer (工程维修人员).
        Engineer = "eng",
        /// Customer-service supervisor (客服主管).
        Supervisor = "sup",
        /// Project manager or customer-service manager (项目经理、客服经理).
        ProjectManager = "pm",
        /// Head-office management post (客服管理岗).
        HqManagement = "hq-mgmt",
        /// Head-office data-analysis post (客户关系与数据分析岗).
        HqData = "hq-data",
        /// Head-office training post (培训发展岗).
        HqTraining = "hq-train",
        /// Manager of the developer's customer-relations department (客关部经理).
        CrManager = "cr-mgr",
        /// Customer-relations risk-control post (风险管控岗).
        CrRisk = "cr-risk",
        /// Customer-relations service post (客户服务岗).
        CrService = "cr-service",
        /// Customer-relations care post (客户关怀岗).
        CrCare = "cr-care",
        /// Customer-relations engineering-repair post (工程维修岗).
        CrRepair = "cr-repair",
        /// A professional department: design, construction, marketing, property, logistics (专业部门).
        Department = "dpt",
        /// Finance (财务部).
        Finance = "fin",
        /// Senior leadership (高层领导).
        Executive = "exe",
        /// System administrator (系统管理员).
        Admin = "adm",
        /// Auditor (审计): reads the ledger and the audit log, changes nothing.
        Auditor = "aud",
        /// The system itself: clock sweep, import, closing after the rating window.
        System = "sys",
    }
}

words! {
    /// Who can be handed a ticket (转派 S23), besides customer service itself.
    Department {
        /// Customer service (客服部), where every ticket starts.
        CustomerService = "service",
        /// Engineering (工程部).
        Engineering = "engineering",
        /// Operations and equipment (运营、设备).
        Operations = "operations",
        /// Security (安保).
        Security = "security",
        /// Cleaning and environment (保洁、环境).
        Cleaning = "cleaning",
        /// Finance (财务部).
        Finance = "finance",
        /// The developer's customer relations (客关部).
        CustomerRelations = "relations",
    }
}
